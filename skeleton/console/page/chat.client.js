// The page: a person chooses an agent, says something, and reads the answer as it comes.

const element = id => document.getElementById(id);
const [choice, agentChoice, toolChoice, messages, problem, form, text] = [
  'choice',
  'agent',
  'tool',
  'messages',
  'problem',
  'message',
  'text',
].map(element);

let agents = [];
let conversation = crypto.randomUUID();
let waiting;

start().catch(showProblem);

async function start() {
  const platform = await getJson('api/agents');
  agents = platform.agents;
  element('platform').textContent = platform.name;
  element('user').textContent = platform.user ?? '';
  document.title = `Agents of ${platform.name}`;
  agentChoice.replaceChildren(
    ...agents.map(
      ({ name, protocol }) => new Option(`${name} (${protocol})`, name),
    ),
  );
  agentChoice.addEventListener('change', () => restart().catch(showProblem));
  element('restart').addEventListener('click', () =>
    restart().catch(showProblem),
  );
  element('stop').addEventListener('click', () => waiting?.abort());
  form.addEventListener('submit', event => {
    event.preventDefault();
    say(text.value).catch(showProblem);
  });
  text.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  choice.addEventListener('submit', event => event.preventDefault());
  await restart();
}

async function restart() {
  waiting?.abort();
  conversation = crypto.randomUUID();
  messages.replaceChildren();
  problem.textContent = '';
  const agent = agents.find(({ name }) => name === agentChoice.value);
  element('description').textContent = agent?.description ?? '';
  const tools =
    agent?.protocol === 'MCP'
      ? await getJson(
          `api/tools?${new URLSearchParams({
            agent: agent.name,
            conversation,
          })}`,
        )
      : [];
  toolChoice.replaceChildren(
    ...tools.map(
      ({ name, description, takesJson }) =>
        new Option(
          `${name}: ${description}${takesJson ? ' (JSON)' : ''}`,
          name,
        ),
    ),
  );
  toolChoice.hidden = tools.length === 0;
  toolChoice.labels[0].hidden = tools.length === 0;
  text.focus();
}

async function say(words) {
  if (waiting || words.trim() === '') {
    return;
  }
  problem.textContent = '';
  text.value = '';
  addMessage('You', words);
  const answer = addMessage(agentChoice.value, '');
  wait(new AbortController());
  answer.setAttribute('aria-busy', 'true');
  let answered = false;
  try {
    for await (const event of sendMessage(words, waiting.signal)) {
      if (event.error) {
        throw new Error(event.error);
      }
      answered ||= Boolean(event.text);
      answer.append(event.text ?? '');
      showLatest();
    }
  } finally {
    answer.removeAttribute('aria-busy');
    if (!answered) {
      answer.remove();
    }
    wait(undefined);
  }
}

function wait(controller) {
  waiting = controller;
  element('send').hidden = Boolean(controller);
  element('stop').hidden = !controller;
}

/** Adds a message to the conversation; who wrote it is seen by its place, and heard. */
function addMessage(author, words) {
  const item = document.createElement('li');
  item.className = author === 'You' ? 'user' : 'agent';
  const name = document.createElement('span');
  name.className = 'author';
  name.textContent = `${author}: `;
  item.append(name, words);
  messages.append(item);
  showLatest();
  return item;
}

function showLatest() {
  const log = element('log');
  log.scrollTop = log.scrollHeight;
}

function showProblem(error) {
  if (error.name !== 'AbortError') {
    problem.textContent = error.message;
  }
}

async function getJson(path) {
  return (await checked(await fetch(path))).json();
}

async function* sendMessage(words, signal) {
  const response = await checked(
    await fetch('api/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        agent: agentChoice.value,
        tool: toolChoice.value || undefined,
        conversation,
        text: words,
      }),
      signal,
    }),
  );
  let rest = '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const events = (rest + decoder.decode(value, { stream: true })).split(
      '\n\n',
    );
    rest = events.pop();
    yield* events.map(event => JSON.parse(event.replace(/^data: /, '')));
  }
}

/** Says in words why a request was refused: by the console in JSON, or by what stands before it. */
async function checked(response) {
  if (response.ok) {
    return response;
  }
  const { error } = await response.json().catch(() => ({}));
  if (error) {
    throw new Error(error);
  }
  throw new Error(
    response.status === 403
      ? 'The firewall of the platform refused this message.'
      : `The platform does not answer (${response.status}); try again.`,
  );
}
