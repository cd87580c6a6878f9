// The page: files in, findings at their places, files out.
import { render } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Client, Stopped } from './client';
import { type Drawn, Editing } from './editing';
import { dropped, give, ofFolder } from './files';
import { FindingList, count, sorted } from './findings';
import { FreshReport, Paste } from './forms';
import { type FromHost, host, isUndo } from './host';
import type { Change, Finding } from './protocol';
import { type Chosen, Report } from './report';
import { Units } from './units';
import { words } from './words';

const client = new Client();
const editing = new Editing(client);

/** A tab: a file by its key, or the table of all units. */
type Tab = number | 'units';

function App() {
  const [english, setEnglish] = useState(!navigator.language.startsWith('zh'));
  const say = useMemo(() => words(english), [english]);
  const [files, setFiles] = useState<{ key: number; name: string }[]>([]);
  const [tab, setTab] = useState<Tab>();
  const [report, setReport] = useState(0);
  const [state, setState] = useState<Drawn>();
  const [busy, setBusy] = useState<string>();
  const [notice, setNotice] = useState('');
  const [chosen, setChosen] = useState<Chosen>();
  const [mended, setMended] = useState<{ at: number }>();
  const [form, setForm] = useState<'paste' | 'fresh'>();
  const [members, setMembers] = useState<string[]>([]);
  const [changed, setChanged] = useState<ReadonlySet<number>>(new Set());
  const [revision, setRevision] = useState(0);
  // The latest of what others need that listen once.
  const current = useRef({ tab, report });
  current.current = { tab, report };
  editing.listener = {
    drawn: (drawn) => {
      setChanged((changed) => {
        const next = new Set(changed);
        if (drawn.changed) next.add(drawn.key);
        else next.delete(drawn.key);
        return next;
      });
      if (drawn.key === current.current.tab && drawn.report === current.current.report) setState(drawn);
    },
    edited: () => host?.postMessage({ type: 'edited' }),
    // A refusal stays to be read.
    refused: (reason) => { if (reason !== '') setNotice(`${say.refused}：${reason ?? say.moved}`); },
    failed: (error) => told(error),
  };

  useEffect(() => {
    document.documentElement.lang = english ? 'en' : 'zh-CN';
    document.title = say.title;
    void client.setLanguage(english).then(() => setRevision((revision) => revision + 1));
  }, [english]);

  useEffect(() => {
    if (typeof tab === 'number') void editing.draw(tab, report);
    else setState(undefined);
  }, [tab, report, revision]);

  // A notice goes by itself.
  useEffect(() => {
    const timer = notice ? setTimeout(() => setNotice(''), 15_000) : undefined;
    return () => clearTimeout(timer);
  }, [notice]);

  useEffect(() => {
    setChosen(undefined);
    setMended(undefined);
    scrollTo(0, 0);
  }, [tab]);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      editing.flush();
      if ((changed.size > 0 || editing.isBusy) && !host) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [changed]);

  const told = (error: unknown) => {
    setNotice(error instanceof Stopped ? say.stopped : say.failed);
    setBusy(undefined);
  };

  const open = useCallback(async (some: File[]) => {
    setNotice('');
    const missed: string[] = [];
    const opened: { key: number; name: string }[] = [];
    for (const file of some) {
      setBusy(some.length > 1 ? `${opened.length + 1} / ${some.length} ${file.name}` : file.name);
      try {
        opened.push(await client.open(file.name, new Uint8Array(await file.arrayBuffer())));
      } catch (error) {
        missed.push(file.name);
        if (error instanceof Stopped) break;
      }
    }
    setBusy(undefined);
    if (missed.length > 0) setNotice(`${say.missed}：${missed.join('、')}`);
    setFiles((files) => [...files, ...opened]);
    const [first] = opened;
    if (first) {
      setReport(0);
      setTab(opened.length > 1 ? 'units' : first.key);
      setRevision((revision) => revision + 1);
    }
  }, [say]);

  const latest = useRef({ files, changed });
  latest.current = { files, changed };
  /** Waits until all that was typed is in its file and on the screen. */
  const drawnToo = async () => {
    await editing.settled();
    await new Promise((next) => setTimeout(next));
  };

  /** After a change that was not typed: what was done, and where. */
  const done = (changed: number, at: number, isFix: boolean) => {
    if (isFix) setNotice(say.fixed(changed));
    if (changed) setMended({ at });
  };

  const change = async (request: Change) => {
    if (typeof tab !== 'number') return;
    editing.flush();
    const answer = await editing.change(tab, report, request);
    if (answer) done(answer.changed, answer.at, request.change === 'fix-all');
  };

  const fix = async (finding: Finding, fix: number) => {
    if (typeof tab !== 'number') return;
    editing.flush();
    const answer = await editing.fix(tab, report, finding, fix);
    if (answer) done(answer.changed, answer.at, true);
  };

  /** Saves a file. The name of what was saved. */
  const saved = async (key: number, form: 'plain' | 'tracked'): Promise<string | undefined> => {
    const date = new Date().toISOString().replace(/\.\d+/, '');
    const { value, bytes } = await client.of<{ name?: string; problem?: string }>(key, { request: 'save', file: key, form, date });
    if (value.problem || !value.name) {
      setNotice(value.problem ?? '');
      return undefined;
    }
    give(value.name, bytes);
    setChanged((changed) => new Set([...changed].filter((other) => other !== key)));
    return value.name;
  };

  const save = async (form: 'plain' | 'tracked') => {
    if (typeof tab !== 'number') return;
    await editing.settled();
    const name = await saved(tab, form);
    if (name) setNotice((now) => (now.startsWith(say.refused) ? `${now} ${say.saved(name)}` : say.saved(name)));
  };

  const saveAll = async () => {
    await drawnToo();
    const names: string[] = [];
    for (const { key } of latest.current.files.filter(({ key }) => latest.current.changed.has(key))) names.push(await saved(key, 'plain') ?? '');
    if (names.every(Boolean)) setNotice(say.saved(names.join('、')));
  };

  const review = async (workbook: boolean) => {
    await editing.settled();
    const { value, bytes } = await client.ask<{ problem?: string }>({ request: 'review', members, workbook, now: Date.now() });
    if (value.problem) setNotice(value.problem);
    else give(workbook ? '审核意见表.xlsx' : '审核意见.html', bytes);
  };

  const close = async (key: number) => {
    if (editing.fields.size > 0 || editing.isBusy) await drawnToo();
    if (latest.current.changed.has(key) && !confirm(say.unsaved)) return;
    await client.close(key);
    const left = latest.current.files.filter((file) => file.key !== key);
    setFiles(left);
    setChanged((changed) => new Set([...changed].filter((other) => other !== key)));
    setTab(left.length > 1 ? 'units' : left[0]?.key);
  };

  // The list of findings begins below the tools, in however many lines they stand.
  const tools = useRef<HTMLDivElement>(null);
  const isDrawn = state !== undefined && state.key === tab && state.report === report && !state.problem;
  useLayoutEffect(() => {
    const own = tools.current;
    if (!own) return;
    const watch = new ResizeObserver(() => document.documentElement.style.setProperty('--tools', `${own.offsetHeight}px`));
    watch.observe(own);
    return () => watch.disconnect();
  }, [isDrawn]);

  useEffect(() => {
    if (!host) return;
    const step = async (change: 'undo' | 'redo') => {
      const { tab, report } = current.current;
      if (typeof tab !== 'number') return;
      // An open field holds what is taken back.
      (document.activeElement as HTMLElement | null)?.blur();
      await editing.settled();
      await editing.run(async () => { await client.change(tab, { request: 'change', change, file: tab }); });
      await editing.draw(tab, report);
    };
    const hear = async ({ data }: MessageEvent<FromHost>) => {
      if (data.type === 'open') {
        setEnglish(data.english);
        const opened = await client.open(data.name, new Uint8Array(data.bytes));
        setFiles([opened]);
        setTab(opened.key);
      } else if (data.type === 'bytes') {
        const { tab } = current.current;
        if (typeof tab !== 'number') return;
        await editing.settled();
        const { value, bytes } = await client.of<{ problem?: string }>(tab, { request: 'save', file: tab, form: 'plain', date: '' });
        host?.postMessage({ type: 'bytes', id: data.id, ...(value.problem ? { problem: value.problem } : { bytes }) });
      } else {
        await step(data.type);
      }
    };
    addEventListener('message', hear);
    host.postMessage({ type: 'ready' });
    return () => removeEventListener('message', hear);
  }, []);

  useEffect(() => {
    const findings = (state?.findings ?? []).map(({ code, severity, message, place }) => ({ code, severity, message, place }));
    host?.postMessage({ type: 'findings', findings });
  }, [state]);

  useEffect(() => {
    if (host) return;
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      if (event.dataTransfer) void dropped(event.dataTransfer).then(open);
    };
    const key = (event: KeyboardEvent) => {
      // A cell has nothing of its own to take back: each key that is typed there is a change of the report.
      const isTyping = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement && !event.target.closest('td');
      if (event.key === 'F6') {
        // Between the list and the report.
        const isInList = document.activeElement?.closest('aside');
        const other = document.querySelector<HTMLElement>(isInList ? 'article [tabindex="0"], article input' : 'aside [aria-current=true] .to, aside .to');
        if (other) event.preventDefault();
        other?.focus();
        return;
      }
      if (event.key === 's' && (event.ctrlKey || event.metaKey) && typeof tab === 'number') {
        event.preventDefault();
        void save('plain');
        return;
      }
      if (isTyping || event.isComposing || !isUndo(event) || typeof tab !== 'number') return;
      event.preventDefault();
      void change({ request: 'change', change: event.key.toLowerCase() === 'y' || event.shiftKey ? 'redo' : 'undo', file: tab });
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    addEventListener('keydown', key);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
      removeEventListener('keydown', key);
    };
  });

  const findings = useMemo(() => sorted(state?.findings ?? []), [state]);
  const choose = (finding: Finding, quiet = false) => {
    setReport(finding.report);
    setChosen({ number: finding.number, quiet });
  };
  const safe = findings.filter((finding) => finding.fixes.some((fix) => fix.safe)).length;
  const any = findings.filter((finding) => finding.fixes.length > 0).length;

  return (
    <>
      {!host && <header>
        <h1>{say.name}</h1>
        <FileButton label={say.open} multiple onFiles={open} />
        <FileButton label={say.folder} folder onFiles={open} />
        <button type="button" onClick={() => setForm('paste')}>{say.paste}</button>
        <button type="button" onClick={() => setForm('fresh')}>{say.fresh}</button>
        <button type="button" class="other" onClick={() => setEnglish(!english)}>{say.other}</button>
      </header>}
      <div role="status" class="notice">
        {busy && <p>{say.reading} {busy} <button type="button" onClick={() => client.stop()}>{say.stop}</button></p>}
        {notice && <p>{notice}</p>}
      </div>
      {form === 'paste' && (
        <Paste say={say} onCancel={() => setForm(undefined)} onText={(text) => {
          setForm(undefined);
          void open([new File([text], `${say.pasted}.txt`)]);
        }} />
      )}
      {form === 'fresh' && (
        <FreshReport say={say} onCancel={() => setForm(undefined)} onMake={async (issuer, year) => {
          setForm(undefined);
          const { value, bytes } = await client.ask<{ name: string }>({ request: 'new', issuer, year, word: true });
          give(value.name, bytes);
          await open([new File([bytes.slice().buffer], value.name)]);
          setNotice(say.made(value.name));
        }} />
      )}
      {files.length === 0 && !form && !host && <Welcome say={say} onFiles={open} />}
      {files.length > 0 && !host && (
        <nav class="tabs" aria-label={say.file}>
          {files.length > 1 && (
            <button type="button" aria-current={tab === 'units'} onClick={() => setTab('units')}>{say.all}</button>
          )}
          {(files.length > 20 ? files.filter((file) => file.key === tab) : files).map((file) => (
            <span key={file.key}>
              <button type="button" aria-current={tab === file.key} onClick={() => { setReport(0); setTab(file.key); }}>
                {file.name}<span class={changed.has(file.key) ? 'dot is' : 'dot'}> •</span>
              </button>
              <button type="button" class="close" aria-label={`${say.close} ${file.name}`} onClick={() => close(file.key)}>×</button>
            </span>
          ))}
        </nav>
      )}
      {tab === 'units' && (
        <Units say={say} client={client} members={members} onMembers={setMembers} revision={revision} changed={changed}
          onOpen={(key) => { setReport(0); setTab(key); }} onReview={review} onSaveAll={saveAll} />
      )}
      {state?.problem && state.key === tab && <main><p class="problem">{state.problem}</p></main>}
      {isDrawn && (
        <>
          <div ref={tools} class="tools" role="toolbar">
            {(state.reports?.length ?? 0) > 1 && (
              <select aria-label={say.report} value={report} onChange={(event) => setReport(Number(event.currentTarget.value))}>
                {state.reports?.map((name, index) => (
                  <option key={index} value={index}>{`${name.organ ?? say.noOrgan} ${name.year ?? ''}`}</option>
                ))}
              </select>
            )}
            <strong class="count">{findings.length === 0 ? `✓ ${say.none}` : count(findings, say)}</strong>
            {state.writable ? (
              <>
                <button type="button" disabled={safe === 0} onClick={() => change({ request: 'change', change: 'fix-all', file: tab, all: false })}>
                  {say.fixSafe}{safe > 0 ? ` (${safe})` : ''}
                </button>
                <button type="button" disabled={any <= safe} onClick={() => change({ request: 'change', change: 'fix-all', file: tab, all: true })}>
                  {say.fixAll}{any > safe ? ` (${any})` : ''}
                </button>
                {!host && <>
                  <button type="button" disabled={!state.past} onClick={() => change({ request: 'change', change: 'undo', file: tab })}>{say.undo}</button>
                  <button type="button" disabled={!state.future} onClick={() => change({ request: 'change', change: 'redo', file: tab })}>{say.redo}</button>
                  <button type="button" class="main" onClick={() => save('plain')}>{say.save}</button>
                </>}
                {state.word && <button type="button" onClick={() => save('tracked')}>{say.tracked}</button>}
              </>
            ) : <span>{say.readOnly}</span>}
            <button type="button" onClick={() => review(true)}>{say.sheet}</button>
            <button type="button" onClick={() => review(false)}>{say.page}</button>
            {!host && <button type="button" onClick={() => print()}>{say.print}</button>}
          </div>
          <main class="two">
            <FindingList say={say} findings={findings} chosen={chosen?.number} writable={!!state.writable}
              onChoose={choose}
              onFix={(finding, index) => void fix(finding, index)}
              onExplain={async (code) => (await client.ask<{ page: string | null }>({ request: 'explain', code })).value.page ?? ''} />
            <Report key={`${tab} ${report}`} say={say} state={state} report={report} chosen={chosen} mended={mended}
              onChoose={choose}
              onHover={async (start, from) => (await client.of<{ text?: string; cells?: { start: number; total: boolean }[] }>(tab, { request: 'hover', file: tab, start, from })).value}
              editing={editing} />
          </main>
        </>
      )}
    </>
  );
}

function Welcome({ say, onFiles }: { say: ReturnType<typeof words>; onFiles(files: File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <main class="welcome">
      <p class="what">{say.what}</p>
      <button type="button" class={over ? 'drop over' : 'drop'} onClick={() => input.current?.click()}
        onDragEnter={() => setOver(true)} onDragLeave={() => setOver(false)} onDrop={() => setOver(false)}>
        <strong>{say.drop}</strong><span>{say.dropMore}</span>
      </button>
      <FileInput input={input} label={say.drop} multiple onFiles={onFiles} />
      <p>{say.private}</p>
    </main>
  );
}

/** The system's choice of files, opened by a button. */
function FileInput({ input, label, multiple, folder, onFiles }: {
  input: { current: HTMLInputElement | null }; label: string; multiple?: boolean; folder?: boolean; onFiles(files: File[]): void;
}) {
  return (
    <input ref={input} type="file" hidden multiple={multiple} aria-label={label} onChange={(event) => {
      const list = event.currentTarget.files;
      if (list) onFiles(folder ? ofFolder(list) : [...list]);
      event.currentTarget.value = '';
    }} />
  );
}

/** A button that opens the system's choice of files. */
function FileButton({ label, multiple, folder, onFiles }: { label: string; multiple?: boolean; folder?: boolean; onFiles(files: File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (folder && input.current) input.current.webkitdirectory = true;
  }, [folder]);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>{label}</button>
      <FileInput input={input} label={label} multiple={multiple} folder={folder} onFiles={onFiles} />
    </>
  );
}

render(<App />, document.getElementById('page')!);
