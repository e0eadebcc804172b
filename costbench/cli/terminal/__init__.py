"""What commands share: bilingual help, sentences for mistakes, numbers and tables for a reader."""
