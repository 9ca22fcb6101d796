/** The styles of all pages: light or dark like the reader's system, wide or narrow. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --surface: #ffffff; --raised: #f0f2f5; --line: #d9dee5;
  --text: #16191f; --quiet: #545b64; --link: #0057b8;
  --good: #1d6f2b; --good-ground: #e3f4e5; --bad: #b3261e; --bad-ground: #fce8e6;
  --busy: #0b5cad; --busy-ground: #e2eefb; --still: #545b64; --still-ground: #e9ecf0;
  --notice: #4a3500; --notice-ground: #ffe9b3;
  --series-1: #1f6feb; --series-2: #d9480f; --series-3: #2b8a3e; --series-4: #9c36b5; --series-5: #0c8599; --series-6: #c2255c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f141a; --surface: #171d25; --raised: #1f2731; --line: #333d49;
    --text: #e6e9ed; --quiet: #a6b0bb; --link: #6fb1ff;
    --good: #7fd88f; --good-ground: #14301a; --bad: #ff9c94; --bad-ground: #3d1613;
    --busy: #86bfff; --busy-ground: #112a45; --still: #b4bdc7; --still-ground: #28313b;
    --notice: #ffd97a; --notice-ground: #3a2c05;
    --series-1: #6fb1ff; --series-2: #ff9f6b; --series-3: #7fd88f; --series-4: #d6a1e8; --series-5: #6cd3e2; --series-6: #f59ab5;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--surface); padding: 8px; }
.banner { background: var(--notice-ground); color: var(--notice); padding: 6px 24px; font-weight: 600; }
.top { background: var(--surface); border-bottom: 1px solid var(--line); padding: 12px 24px; }
.top nav { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; }
.top .home { font-weight: 700; text-decoration: none; color: var(--text); margin-right: 8px; }
.top a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; border-bottom: 2px solid var(--link); }
main { max-width: 1440px; margin: 0 auto; padding: 24px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 32px 0 8px; overflow-wrap: anywhere; }
.card > h2 { margin-top: 0; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
h3 { font-size: 15px; margin: 0 0 6px; }
p { margin: 4px 0; }
.quiet { color: var(--quiet); }
.small { font-size: 13px; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 16px; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); gap: 16px; margin-top: 16px; }
.table { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 7px 12px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { font-size: 13px; color: var(--quiet); background: var(--raised); white-space: nowrap; }
td { min-width: 9ch; } td:first-child { min-width: 18ch; }
tr:last-child > td { border-bottom: 0; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { margin: 0; padding: 12px; overflow: auto; max-height: 70vh; background: var(--raised); border-radius: 6px; }
.status { display: inline-block; padding: 0 8px; border-radius: 10px; font-size: 13px; font-weight: 600; white-space: nowrap; }
.status.good { color: var(--good); background: var(--good-ground); }
.status.bad { color: var(--bad); background: var(--bad-ground); }
.status.busy { color: var(--busy); background: var(--busy-ground); }
.status.still { color: var(--still); background: var(--still-ground); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 8px 0; }
.facts dt { color: var(--quiet); } .facts dd { margin: 0; overflow-wrap: anywhere; }
progress { width: 100%; height: 10px; accent-color: var(--busy); }
.sections { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 12px 0; }
.empty { padding: 24px; text-align: center; color: var(--quiet); background: var(--surface); border: 1px dashed var(--line); border-radius: 8px; }
.grid { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); grid-auto-rows: 52px; gap: 8px; margin-top: 16px; }
.widget { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; overflow: hidden; display: flex; flex-direction: column; min-height: 0; }
.widget.text { overflow: auto; }
.widget.text :is(h1, h2, h3) { font-size: 17px; margin: 0 0 4px; }
.chart { flex: 1; min-height: 0; display: grid; grid-template: minmax(0, 1fr) auto auto / auto minmax(0, 1fr) auto; gap: 0 6px; }
.chart svg { width: 100%; height: 100%; overflow: visible; }
.chart .legend { grid-column: 1 / -1; }
.scale, .hours { display: flex; justify-content: space-between; color: var(--quiet); font-size: 11px; }
.scale { flex-direction: column; text-align: right; } svg + .scale { text-align: left; } .hours { grid-column: 2; }
.legend { list-style: none; margin: 2px 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 14px; font-size: 12px; max-height: 76px; overflow: auto; }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 5px; }
ul.alarms { list-style: none; margin: 0; padding: 0; overflow: auto; columns: 320px; }
.sample { font-size: 11px; color: var(--quiet); float: right; font-weight: 400; }
.numbers { display: flex; flex-wrap: wrap; gap: 8px 28px; align-items: center; flex: 1; }
.numbers b { display: block; font-size: 26px; line-height: 1.1; }
.rule, .threshold { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.threshold { stroke: var(--bad); stroke-dasharray: 6 4; }
@media (max-width: 900px) {
  main { padding: 16px; }
  .grid { display: block; } .widget { margin-bottom: 12px; min-height: 220px; } .widget.text { min-height: 0; }
}
`;
