//! The parts that commands share to use Cal.com's API.

use std::path::Path;
use std::thread::sleep;

use super::failure::{Exit, Failure};
use crate::calcom::links::CalLink;
use crate::config::secret::API_KEY;
use crate::config::{Settings, Sources};
use crate::domain::system::reason;
use crate::remote::{ApiError, Client};
use crate::server::calcom::Memory;

/// A client with the key, and the booking page that it is about.
pub(in crate::cli) struct CalCom {
    pub(in crate::cli) client: Client,
    pub(in crate::cli) link: CalLink,
}

impl CalCom {
    /// Reports a missing setting before any request is sent.
    pub(in crate::cli) fn open(sources: &Sources, settings: &Settings) -> Result<Self, Failure> {
        let missing =
            |problem: &str, remedy: &str| Failure::new(Exit::Configuration, problem).with_remedy(remedy);
        let key = API_KEY.read(&sources.environment)?.ok_or_else(|| {
            missing(
                "there is no key for Cal.com's API",
                "create one in Cal.com under Settings, Developer, API keys, and set CAL_COM_API_KEY",
            )
        })?;
        let link = settings.cal_link.clone().ok_or_else(|| {
            missing(
                "cal_link is not set",
                "set it to the page of your event type, like https://cal.com/your-team/interview",
            )
        })?;
        let base = settings.api().ok_or_else(|| {
            missing(
                "cal_api_url is not set, and this Cal.com is not the hosted service",
                "set cal_api_url, for a self-hosted Cal.com often https://cal.example.com/api/v2",
            )
        })?;
        let wait = Box::new(|time| {
            sleep(time);
            false
        });
        Ok(Self { client: Client::new(base, key.expose(), wait), link })
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::new(Exit::Failed, error.to_string()).with_remedy(error.remedy())
    }
}

/// Stores the changes made at Cal.com, for the next run.
pub(in crate::cli) fn remember(memory: &Memory, database: &Path) -> Result<(), Failure> {
    memory.save(database).map_err(|error| {
        let problem = format!("the new state cannot be stored beside the database: {}", reason(error.kind()));
        Failure::new(Exit::Failed, problem).with_remedy("let this user write to the database's folder")
    })
}
