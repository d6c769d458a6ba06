"""What pages and sites say of themselves.  Facts judge nothing and know no rule."""
