//! The command line, by command.

mod backup;
mod check;
mod command_line;
mod connect;
mod deliveries;
mod demo;
mod erase;
mod export;
mod import;
mod reconcile;
mod reconcile_pace;
mod reconcile_trouble;
mod reconcile_watched;
mod replay;
mod restore;
mod send;
mod serve;
mod team;
