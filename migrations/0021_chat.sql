-- Chat: a conversation is one line of the history, and each turn of it is a job. The words stand here.

-- `head_id`: the last message of the branch that is shown. A turn that ended without a word is passed over when it is read.
CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  model TEXT NOT NULL,
  system_prompt TEXT,
  temperature REAL NOT NULL CHECK (temperature BETWEEN 0 AND 2),
  head_id TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX conversations_by_user ON conversations (user_id, updated_at DESC, id DESC);
CREATE INDEX conversations_to_expire ON conversations (expires_at);

-- A question that is changed, or an answer that is given anew, begins a new branch: nothing is written over.
-- `before_id`: what was the head before the turn, and is again where the answer stays without a word.
CREATE TABLE chat_messages (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  parent_id TEXT,
  before_id TEXT,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  text TEXT NOT NULL,
  job_id TEXT NOT NULL,
  model TEXT,
  finish_reason TEXT CHECK (finish_reason IN ('stop', 'length', 'content_filter', 'canceled', 'cut_off')),
  prompt_tokens INTEGER CHECK (prompt_tokens >= 0),
  completion_tokens INTEGER CHECK (completion_tokens >= 0),
  cost_microdollars INTEGER CHECK (cost_microdollars >= 0),
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX chat_messages_by_conversation ON chat_messages (conversation_id);
CREATE INDEX chat_messages_by_user ON chat_messages (user_id);
CREATE UNIQUE INDEX chat_messages_one_answer_per_job ON chat_messages (job_id, role);

-- A later turn moves its conversation up in the history and makes no second line of it.
ALTER TABLE generations ADD COLUMN conversation_id TEXT REFERENCES conversations (id);
CREATE UNIQUE INDEX generations_one_per_conversation ON generations (conversation_id) WHERE conversation_id IS NOT NULL;

-- The other models that may be chosen. Each stands in for another while that does not answer.
INSERT INTO model_profiles (model_id, module, provider, vendor_model, preview_avg_ms, final_avg_ms, updated_at) VALUES
  ('gpt-4.1-mini', 'text', 'openrouter', 'openai/gpt-4.1-mini', 500, 4000, 0),
  ('gemini-2.5-flash-lite', 'text', 'openrouter', 'google/gemini-2.5-flash-lite', 500, 4000, 0),
  ('claude-haiku-4.5', 'text', 'openrouter', 'anthropic/claude-haiku-4.5', 500, 4000, 0),
  ('llama-3.3-70b', 'text', 'openrouter', 'meta-llama/llama-3.3-70b-instruct', 500, 4000, 0);
UPDATE model_profiles SET fallback_model_id = iif(model_id = 'gpt-4o-mini', 'gemini-2.5-flash-lite', 'gpt-4o-mini')
  WHERE module = 'text';
