// The agents of this repository on this machine: where their code is, and how one is started.
import { buildSync } from 'esbuild';
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The port of each protocol, as AgentCore has it. */
export const PORTS = { HTTP: 8080, MCP: 8000, A2A: 9000 };

/**
 * The agents that can be started: those of `config/platform.json` and, as agents of the name of their protocol, the starters.
 *
 * @returns {{name: string, protocol: string, folder: string, modelId?: string, description?: string}[]}
 */
export function localAgents() {
  const own = existsSync('config/platform.json')
    ? JSON.parse(readFileSync('config/platform.json', 'utf8')).agents
    : [];
  const agents = own.map(agent => ({
    ...agent,
    protocol: agent.protocol ?? 'HTTP',
    folder: join('agents', agent.name),
  }));
  const starters = readdirSync('starters').map(name => ({
    name,
    protocol: name.toUpperCase(),
    folder: join('starters', name),
  }));
  const taken = new Set(agents.map(({ name }) => name));
  return [...agents, ...starters.filter(({ name }) => !taken.has(name))];
}

/**
 * Agents by their names.
 *
 * @param {string[]} names - the names
 * @returns {ReturnType<typeof localAgents>}
 * @throws if there is no such agent
 */
export function findAgents(names) {
  const agents = localAgents();
  return names.map(name => {
    const agent = agents.find(candidate => candidate.name === name);
    if (!agent) {
      const known = agents.map(candidate => candidate.name).join(', ');
      throw new Error(`There is no agent ${name}. There are: ${known}.`);
    }
    return agent;
  });
}

/**
 * A TCP port that somebody typed.
 *
 * @param {string | number} text - what was typed
 * @throws if it is none
 */
export function portOf(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`${text} is no TCP port: give a number from 0 to 65535.`);
  }
  return port;
}

/**
 * Bundles a program into one file, as the platform does it, with a source map.
 *
 * @param {string} name - what to call the folder that it is put in, which goes away with this process
 * @param {string} entry - its file
 * @param {import('esbuild').BuildOptions} options - what is special about it
 * @returns {string} the file
 */
export function bundle(name, entry, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'main.js');
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    mainFields: ['module', 'main'],
    sourcemap: 'inline',
    logLevel: 'error',
    ...options,
  });
  return outfile;
}

/** The programs that run now. They end with this process, and this process with them. */
const running = new Set();

function stopAll() {
  running.forEach(child => child.kill('SIGTERM'));
  if (running.size === 0) {
    process.exit();
  }
}

['SIGINT', 'SIGTERM'].forEach(signal => process.on(signal, stopAll));
process.once('exit', () => running.forEach(child => child.kill()));

/**
 * Starts a program that logs JSON lines, and waits until it listens.
 *
 * @param {string} file - the bundled program
 * @param {Record<string, string>} environment - what it is told besides the environment of this process
 * @param {(line: string) => void} onLine - gets each line that it logs
 * @returns {Promise<number>} the TCP port that it listens on
 * @throws if the program ends before it listens
 */
export function startProgram(file, environment, onLine) {
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    env: { ...process.env, HOST: '127.0.0.1', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  return new Promise((resolve, reject) => {
    let reason = '';
    createInterface({ input: child.stdout }).on('line', line => {
      const entry = parseEntry(line);
      if (entry.message === 'listening') {
        resolve(entry.port);
      } else if (entry.message === 'cannot listen') {
        reason = `: ${entry.reason}`;
      }
      onLine(line);
    });
    child.once('exit', code => {
      running.delete(child);
      process.exitCode ??= code ?? 0;
      reject(new Error(`it ended with code ${code}${reason}`));
    });
  });
}

/**
 * Starts an agent.
 *
 * @param {ReturnType<typeof localAgents>[number]} agent - the agent
 * @param {number} port - TCP port; 0 for any that is free
 * @param {(line: string) => void} onLine - gets each line that it logs
 * @returns {Promise<number>} the TCP port that it listens on
 * @throws if there is no code, or if it ends before it listens
 */
export async function startAgent(agent, port, onLine) {
  const entry = join(agent.folder, 'main.ts');
  if (!existsSync(entry)) {
    throw new Error(
      `The agent ${agent.name} has no code: ${entry} is missing. Begin with the starter: ` +
        `cp -r starters/${agent.protocol.toLowerCase()} ${agent.folder}`,
    );
  }
  return startProgram(
    bundle(`agent-${agent.name}`, entry),
    { PORT: String(port), ...agentEnvironment(agent) },
    onLine,
  );
}

/** The model to call, unless the definition or the environment names another one. */
const MODEL = 'amazon.nova-lite-v1:0';

/** What the platform would tell the agent; what stands in the environment already goes before it. */
function agentEnvironment({ name, description, modelId }) {
  return {
    AGENT_NAME: name,
    AGENT_DESCRIPTION: description ?? '',
    MODEL_ID: process.env.MODEL_ID ?? modelId ?? MODEL,
  };
}

function parseEntry(line) {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    return {};
  }
}
