//! The application form.

mod view;

pub use view::ApplyPage;
