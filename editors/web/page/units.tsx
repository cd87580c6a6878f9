// The table of units: a row for each report, who has not handed in, and the findings across reports.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Client } from './client';
import type { Unit } from './protocol';
import type { Words } from './words';

export function Units({ say, client, members, revision, changed, onMembers, onOpen, onReview, onSaveAll }: {
  say: Words; client: Client; members: string[]; revision: number; changed: ReadonlySet<number>;
  onMembers(members: string[]): void; onOpen(key: number): void; onReview(workbook: boolean): void; onSaveAll(): void;
}) {
  const [units, setUnits] = useState<Unit[]>();
  const names = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    let wanted = true;
    void client.ask<{ units: Unit[] }>({ request: 'units', members }).then(({ value }) => { if (wanted) setUnits(value.units); }, () => undefined);
    return () => { wanted = false; };
  }, [members, revision]);
  const across = (units ?? []).flatMap((unit) => (unit.kind === 'absent' ? [] : unit.across.map((finding) => ({ unit, finding }))));
  return (
    <main class="units">
      <div class="tools" role="toolbar">
        <button type="button" onClick={() => onReview(true)}>{say.sheet}</button>
        <button type="button" onClick={() => onReview(false)}>{say.page}</button>
        {changed.size > 0 && <button type="button" class="main" onClick={onSaveAll}>{say.saveAll(changed.size)}</button>}
        <button type="button" onClick={() => print()}>{say.print}</button>
      </div>
      {!units && <p role="status">{say.reading}</p>}
      <table class="list">
        <thead><tr>{[say.unit, say.year, say.file, say.state, say.errors, say.warnings, say.hints, say.missing].map((head) => <th scope="col" key={head}>{head}</th>)}</tr></thead>
        <tbody>
          {units?.map((unit, index) => {
            const key = client.key(unit.file);
            const name = unit.organ ?? unit.name;
            return (
              <tr key={index} class={unit.kind === 'report' ? (unit.errors ? 'error' : unit.warnings ? 'warning' : 'good') : unit.kind}>
                <td>{key === undefined ? name : <button type="button" class="link" onClick={() => onOpen(key)}>{name}</button>}</td>
                <td>{unit.year}</td><td>{unit.name}{key !== undefined && changed.has(key) ? ' •' : ''}</td><td>{unit.state}</td>
                <td>{unit.errors || ''}</td><td>{unit.warnings || ''}</td><td>{unit.hints || ''}</td>
                <td>{unit.missing.map((missing) => <div key={missing}>{missing}</div>)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <form class="form" onSubmit={(event) => { event.preventDefault(); onMembers((names.current?.value ?? '').split(/[\n\t]/).map((name) => name.trim()).filter(Boolean)); }}>
        <label>{say.members}<textarea ref={names} rows={5} defaultValue={members.join('\n')} /></label>
        <button type="submit">{say.apply}</button>
      </form>
      {across.length > 0 && (
        <section>
          <h2>{say.across}</h2>
          <ul>
            {across.map(({ unit, finding }, index) => (
              <li key={index} class={finding.severity}>
                <button type="button" class="link" onClick={() => { const key = client.key(unit.file); if (key !== undefined) onOpen(key); }}>{unit.name}</button>{' '}
                <b>{unit.organ} {unit.year}</b> <span class="place">{finding.place}</span> <span class="code">{finding.code}</span>
                <p>{finding.message}</p>
                {finding.others.map((other) => <p key={other}>{say.see}：{other}</p>)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}
