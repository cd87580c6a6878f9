//! gouji (勾稽) checks and mends the annual report on government information disclosure (政府信息公开工作年度报告).

pub mod cli;
pub mod diagnostic;
pub mod facts;
pub mod files;
pub mod lint;
pub mod project;
pub mod relations;
pub mod rules;
pub mod settings;
pub mod standard;
pub mod syntax;
pub mod text;
