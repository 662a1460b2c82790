//! What Russia gives to people: the same vendors, and many of the same people, are in the exports.

pub mod tax_id;
