"""The service beside the dashboard: JSON over HTTP, and CDS Hooks for electronic health records."""
