//! What Kazakhstan gives to people, vehicles and houses.

pub mod address;
pub mod document;
pub mod national_id;
pub mod plate;
pub mod postcode;
