//! The capabilities that client and server announce to each other.

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

/// The abilities of a client that matter to the server itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Abilities {
    /// The client asks for diagnostics. The server sends diagnostics only as answers.
    pub pulls: bool,
    /// The client asks for diagnostics again after a refresh request.
    pub refreshes_pulls: bool,
    pub refreshes_lenses: bool,
    pub refreshes_hints: bool,
    pub related_information: bool,
    pub code_description: bool,
    pub tags: bool,
    /// The server can ask the client for settings.
    pub configuration: bool,
    /// The client can watch files and report changes on request.
    pub watches_files: bool,
    /// The client supports the later registration of formatting while typing.
    pub registers_typing: bool,
    pub shows_progress: bool,
    /// The client applies edits on request of the server.
    pub applies_edits: bool,
    /// The client asks the server before saving.
    pub waits_to_save: bool,
    pub renames: bool,
    /// The client first asks whether the place has a name.
    pub prepares_rename: bool,
    /// The client edits several places at once.
    pub links_edits: bool,
    pub calls: bool,
    /// The client asks for the changes of semantic tokens.
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

/// The abilities of the client that matter to features. `forced` is the unit of columns from the
/// command line.
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
        // The data of an action identifies the action in a resolve request.
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

/// The first of UTF-8, UTF-16 and UTF-32 that the client knows. The protocol default is UTF-16.
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

/// The capabilities of the server for this client.
pub fn of_server(client: &Client, abilities: &Abilities) -> ServerCapabilities {
    let progress = WorkDoneProgressOptions::default();
    // For slow requests: on a long document, or on the workspace.
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
        // Only if switched on: some clients wait for the answer at each digit.
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
                inter_file_dependencies: true,
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

/// The characters after which a client asks while typing.
pub fn while_typing() -> DocumentOnTypeFormattingOptions {
    let mut triggers = typed::TRIGGERS.map(String::from);
    DocumentOnTypeFormattingOptions {
        first_trigger_character: triggers.next().unwrap_or_default(),
        more_trigger_character: Some(triggers.collect()),
    }
}
