import { agentCard, answerRpc, Skill } from '../../agent-kit/a2a';
import { Assistant } from '../../agent-kit/assistant';
import { readEnvironment } from '../../agent-kit/environment';
import { rpcFailure } from '../../agent-kit/json-rpc';
import { KnowledgeBase, knowledgeTools } from '../../agent-kit/knowledge';
import { sendJson, serve } from '../../agent-kit/server';

/** How the model is to behave. Say here what makes the agent yours. */
const INSTRUCTIONS = 'You are a helpful assistant. Answer briefly and plainly.';

/** What the agent tells other agents that it is good at. */
const SKILLS: readonly Skill[] = [
  {
    id: 'ask',
    name: 'Ask',
    description: 'Answers questions',
    tags: ['question'],
  },
];

const environment = readEnvironment();

/** What the model may ask for. Add tools of yours here. */
const TOOLS = knowledgeTools(KnowledgeBase.of(environment));

const assistant = new Assistant(environment, INSTRUCTIONS, TOOLS);

/**
 * The agent, by AgentCore's A2A protocol: a card that says what it can do, and JSON-RPC by which other agents talk to it.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "A2A protocol contract".
 */
serve(
  9000,
  {
    'GET /.well-known/agent-card.json': ({ response }) =>
      sendJson(response, 200, agentCard(environment, SKILLS)),
    'POST /': call =>
      answerRpc(call, (contextId, prompt) =>
        assistant.converse(contextId, prompt, call.signal),
      ),
  },
  rpcFailure,
);
