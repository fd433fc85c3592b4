//! What applicants and the team do, with the real server in a real browser. Skipped where there is no
//! chromedriver, unless `CI` is set.

mod chromium;
mod driver;
mod flow;
mod form;
mod languages;
mod live;
mod looks;
mod pages;
mod stage;
mod team;
mod team_live;
