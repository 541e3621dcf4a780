"""County case studies and transcript pages, in HTML and Markdown."""
