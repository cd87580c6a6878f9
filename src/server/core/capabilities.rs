//! What client and server tell each other of themselves.

use super::features::{commands, completion, typed};
use super::to_proto;
use super::view::Client;
use crate::text::PositionEncoding;
use ls_types::{
    CallHierarchyServerCapability, ClientCapabilities, CodeActionOptions,
    CodeActionProviderCapability, CodeLensOptions, CompletionOptions, DiagnosticOptions,
    DiagnosticServerCapabilities, DocumentLinkOptions, DocumentOnTypeFormattingOptions,
    DocumentSymbolOptions, ExecuteCommandOptions, FoldingRangeProviderCapability,
    HoverProviderCapability, LinkedEditingRangeServerCapabilities, MarkupKind, OneOf,
    PositionEncodingKind, ReferenceOptions, RenameOptions, ResourceOperationKind, SaveOptions,
    SelectionRangeProviderCapability, SemanticTokensFullOptions, SemanticTokensOptions,
    ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkDoneProgressOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities, WorkspaceSymbolOptions,
};

/// What of a client the server itself goes by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Abilities {
    /// It asks for diagnostics, so that none are sent.
    pub pulls: bool,
    /// It asks again when it is told to.
    pub refreshes_pulls: bool,
    pub refreshes_lenses: bool,
    pub refreshes_hints: bool,
    pub related_information: bool,
    pub code_description: bool,
    pub tags: bool,
    /// It can be asked for its settings.
    pub configuration: bool,
    /// It tells of changed files where it is asked to.
    pub watches_files: bool,
    /// It can be told later that it is to ask while somebody types.
    pub registers_typing: bool,
    pub shows_progress: bool,
    /// It applies edits that the server asks for.
    pub applies_edits: bool,
    /// It asks before it saves.
    pub waits_to_save: bool,
    pub renames: bool,
    /// It asks first whether something has another name.
    pub prepares_rename: bool,
    /// It edits several places at once.
    pub links_edits: bool,
    pub calls: bool,
    /// It asks for what has changed of semantic tokens.
    pub token_deltas: bool,
}

impl Abilities {
    pub fn of(client: &ClientCapabilities) -> Self {
        let workspace = client.workspace.as_ref();
        let text = client.text_document.as_ref();
        let publish = text.and_then(|text| text.publish_diagnostics.as_ref());
        let yes = |ability: Option<bool>| ability.unwrap_or(false);
        Self {
            pulls: text.is_some_and(|text| text.diagnostic.is_some()),
            refreshes_pulls: yes(
                workspace.and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)
            ),
            refreshes_lenses: yes(
                workspace.and_then(|workspace| workspace.code_lens.as_ref()?.refresh_support)
            ),
            refreshes_hints: yes(
                workspace.and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support)
            ),
            related_information: yes(publish.and_then(|publish| publish.related_information)),
            code_description: yes(publish.and_then(|publish| publish.code_description_support)),
            tags: publish.is_some_and(|publish| publish.tag_support.is_some()),
            configuration: yes(workspace.and_then(|workspace| workspace.configuration)),
            watches_files: yes(workspace
                .and_then(|workspace| workspace.did_change_watched_files?.dynamic_registration)),
            registers_typing: yes(
                text.and_then(|text| text.on_type_formatting.as_ref()?.dynamic_registration)
            ),
            applies_edits: yes(workspace.and_then(|workspace| workspace.apply_edit)),
            shows_progress: yes(client
                .window
                .as_ref()
                .and_then(|window| window.work_done_progress)),
            waits_to_save: yes(
                text.and_then(|text| text.synchronization.as_ref()?.will_save_wait_until)
            ),
            renames: text.is_some_and(|text| text.rename.is_some()),
            prepares_rename: yes(text.and_then(|text| text.rename.as_ref()?.prepare_support)),
            links_edits: text.is_some_and(|text| text.linked_editing_range.is_some()),
            calls: text.is_some_and(|text| text.call_hierarchy.is_some()),
            token_deltas: text
                .and_then(|text| text.semantic_tokens.as_ref()?.requests.full.as_ref())
                .is_some_and(|full| {
                    matches!(full, SemanticTokensFullOptions::Delta { delta: Some(true) })
                }),
        }
    }
}

/// What features go by; `forced` is the unit of columns that the command line asks for.
pub fn client(capabilities: &ClientCapabilities, forced: Option<PositionEncoding>) -> Client {
    let text = capabilities.text_document.as_ref();
    let edits =
        capabilities.workspace.as_ref().and_then(|workspace| workspace.workspace_edit.as_ref());
    let actions = text.and_then(|text| text.code_action.as_ref());
    let completion = text.and_then(|text| text.completion.as_ref()?.completion_item.as_ref());
    let hover = text.and_then(|text| text.hover.as_ref()?.content_format.as_ref());
    let yes = |ability: Option<bool>| ability.unwrap_or(false);
    Client {
        encoding: forced.unwrap_or_else(|| encoding(capabilities)),
        code_action_literals: actions
            .is_some_and(|actions| actions.code_action_literal_support.is_some()),
        // What is to be resolved is known by its data.
        resolves_edits: actions.is_some_and(|actions| {
            let resolves = actions.resolve_support.as_ref().is_some_and(|support| {
                support.properties.iter().any(|property| property == "edit")
            });
            resolves && actions.data_support == Some(true)
        }),
        preferred_actions: yes(actions.and_then(|actions| actions.is_preferred_support)),
        versioned_edits: yes(edits.and_then(|edits| edits.document_changes)),
        applies_edits: yes(capabilities
            .workspace
            .as_ref()
            .and_then(|workspace| workspace.apply_edit)),
        creates_files: edits
            .and_then(|edits| edits.resource_operations.as_ref())
            .is_some_and(|kinds| kinds.contains(&ResourceOperationKind::Create)),
        snippets: yes(completion.and_then(|item| item.snippet_support)),
        markdown: hover.is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
        nested_symbols: yes(text
            .and_then(|text| text.document_symbol.as_ref()?.hierarchical_document_symbol_support)),
        folds_lines: yes(text.and_then(|text| text.folding_range.as_ref()?.line_folding_only)),
        ..Client::default()
    }
}

/// The first of UTF-8, UTF-16 and UTF-32 that the client knows; UTF-16 is what the protocol takes
/// for granted.
fn encoding(capabilities: &ClientCapabilities) -> PositionEncoding {
    let known =
        capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    let knows = |kind: PositionEncodingKind| known.is_some_and(|known| known.contains(&kind));
    if knows(PositionEncodingKind::UTF8) {
        PositionEncoding::Utf8
    } else if knows(PositionEncodingKind::UTF32) && !knows(PositionEncodingKind::UTF16) {
        PositionEncoding::Utf32
    } else {
        PositionEncoding::Utf16
    }
}

/// What the server can do for this client.
pub fn of_server(client: &Client, abilities: &Abilities) -> ServerCapabilities {
    let progress = WorkDoneProgressOptions::default();
    // What takes a while for a long document, or for the workspace.
    let shown =
        WorkDoneProgressOptions { work_done_progress: abilities.shows_progress.then_some(true) };
    ServerCapabilities {
        position_encoding: Some(match client.encoding {
            PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
            PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            will_save_wait_until: abilities.waits_to_save.then_some(true),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                include_text: Some(false),
            })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(completion::trigger_characters()),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Right(ReferenceOptions {
            work_done_progress_options: shown,
        })),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Right(DocumentSymbolOptions {
            label: None,
            work_done_progress_options: shown,
        })),
        workspace_symbol_provider: Some(OneOf::Right(WorkspaceSymbolOptions {
            work_done_progress_options: shown,
            resolve_provider: None,
        })),
        code_action_provider: Some(if client.code_action_literals {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(to_proto::action_kinds()),
                resolve_provider: client.resolves_edits.then_some(true),
                ..CodeActionOptions::default()
            })
        } else {
            CodeActionProviderCapability::Simple(true)
        }),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        // Only where it is switched on: some clients wait for the answer at each digit.
        document_on_type_formatting_provider: client.writing.totals_follow.then(while_typing),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: progress,
        }),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        rename_provider: abilities.renames.then_some(match abilities.prepares_rename {
            true => OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: progress,
            }),
            false => OneOf::Left(true),
        }),
        linked_editing_range_provider: abilities
            .links_edits
            .then_some(LinkedEditingRangeServerCapabilities::Simple(true)),
        call_hierarchy_provider: abilities
            .calls
            .then_some(CallHierarchyServerCapability::Simple(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        semantic_tokens_provider: Some(
            SemanticTokensOptions {
                legend: to_proto::legend(),
                range: Some(true),
                full: Some(if abilities.token_deltas {
                    SemanticTokensFullOptions::Delta { delta: Some(true) }
                } else {
                    SemanticTokensFullOptions::Bool(true)
                }),
                work_done_progress_options: shown,
            }
            .into(),
        ),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: commands::names(),
            work_done_progress_options: WorkDoneProgressOptions { work_done_progress: Some(true) },
        }),
        diagnostic_provider: abilities.pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("gouji".to_owned()),
                inter_file_dependencies: false,
                workspace_diagnostics: true,
                work_done_progress_options: shown,
            })
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

/// When a client asks while somebody types.
pub fn while_typing() -> DocumentOnTypeFormattingOptions {
    let mut triggers = typed::TRIGGERS.map(String::from);
    DocumentOnTypeFormattingOptions {
        first_trigger_character: triggers.next().unwrap_or_default(),
        more_trigger_character: Some(triggers.collect()),
    }
}
