/** One table of what is somebody's own, as it goes into the export. */
export type ExportTable = {
  table: string;
  /** Without its ending. */
  file: string;
  /** The columns by the names they get. What is not named here stays here: hashes and sealed secrets above all. */
  columns: Record<string, string>;
  /** Those whose text is JSON and is written as what it means. */
  json?: readonly string[];
};

export const LEDGER_TABLE: ExportTable = {
  table: 'credit_ledger',
  file: 'ledger',
  columns: {
    id: 'id',
    seq: 'seq',
    kind: 'kind',
    changeCredits: 'change_credits',
    balanceAfterCredits: 'balance_after_credits',
    jobId: 'job_id',
    provider: 'provider',
    orderId: 'order_id',
    adminId: 'admin_id',
    reason: 'reason',
    userId: 'user_id',
    prevHash: 'prev_hash',
    hash: 'hash',
    createdAt: 'created_at',
  },
};

export const EXPORT_TABLES: readonly ExportTable[] = [
  LEDGER_TABLE,
  {
    table: 'jobs',
    file: 'jobs',
    columns: {
      jobId: 'id',
      clientJobId: 'client_job_id',
      module: 'module',
      modelId: 'model_id',
      params: 'params',
      status: 'status',
      costCredits: 'cost_credits',
      priceVersion: 'price_version',
      tokenId: 'token_id',
      callbackUrl: 'callback_url',
      errorCode: 'error_code',
      errorMessage: 'error_message',
      createdAt: 'created_at',
      startedAt: 'started_at',
      completedAt: 'completed_at',
    },
    json: ['params'],
  },
  {
    table: 'generations',
    file: 'generations',
    columns: { id: 'id', jobId: 'job_id', type: 'type', sizeBytes: 'size_bytes', createdAt: 'created_at' },
  },
  {
    table: 'conversations',
    file: 'conversations',
    columns: {
      id: 'id',
      title: 'title',
      model: 'model',
      system: 'system_prompt',
      temperature: 'temperature',
      headId: 'head_id',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
      expiresAt: 'expires_at',
    },
  },
  {
    table: 'chat_messages',
    file: 'chat-messages',
    columns: {
      id: 'id',
      conversationId: 'conversation_id',
      parentId: 'parent_id',
      role: 'role',
      text: 'text',
      jobId: 'job_id',
      model: 'model',
      finishReason: 'finish_reason',
      promptTokens: 'prompt_tokens',
      completionTokens: 'completion_tokens',
      createdAt: 'created_at',
      endedAt: 'ended_at',
    },
  },
  {
    table: 'uploads',
    file: 'uploads',
    columns: {
      id: 'id',
      kind: 'kind',
      name: 'name',
      contentType: 'content_type',
      sizeBytes: 'size_bytes',
      status: 'status',
      sha256: 'sha256',
      widthPx: 'width_px',
      heightPx: 'height_px',
      durationMs: 'duration_ms',
      createdAt: 'created_at',
      expiresAt: 'expires_at',
    },
  },
  {
    table: 'notifications',
    file: 'notifications',
    columns: { id: 'id', kind: 'kind', title: 'title', jobId: 'job_id', createdAt: 'created_at', readAt: 'read_at' },
  },
  {
    table: 'login_history',
    file: 'login-history',
    columns: {
      id: 'id',
      sessionId: 'session_id',
      method: 'method',
      ip: 'ip',
      userAgent: 'user_agent',
      createdAt: 'created_at',
    },
  },
  {
    table: 'sessions',
    file: 'sessions',
    columns: {
      id: 'id',
      ip: 'ip',
      userAgent: 'user_agent',
      createdAt: 'created_at',
      lastUsedAt: 'last_used_at',
      expiresAt: 'expires_at',
      endedAt: 'ended_at',
      endReason: 'end_reason',
    },
  },
  {
    table: 'api_tokens',
    file: 'tokens',
    columns: {
      id: 'id',
      name: 'name',
      hint: 'hint',
      scopes: 'scopes',
      capCredits: 'cap_credits',
      createdAt: 'created_at',
      lastUsedAt: 'last_used_at',
      revokedAt: 'revoked_at',
    },
    json: ['scopes'],
  },
  {
    table: 'auth_identities',
    file: 'identities',
    columns: { provider: 'provider', providerUserId: 'provider_user_id', createdAt: 'created_at' },
  },
  { table: 'second_factors', file: 'second-factor', columns: { confirmedAt: 'confirmed_at', createdAt: 'created_at' } },
  {
    table: 'provider_keys',
    file: 'provider-keys',
    columns: { provider: 'provider', hint: 'hint', region: 'region', addedAt: 'added_at', checkedAt: 'checked_at' },
  },
  {
    table: 'webhook_endpoints',
    file: 'webhooks',
    columns: {
      id: 'id',
      url: 'url',
      description: 'description',
      events: 'events',
      isEnabled: 'is_enabled',
      createdAt: 'created_at',
    },
    json: ['events'],
  },
  {
    table: 'webhook_deliveries',
    file: 'webhook-deliveries',
    columns: {
      id: 'id',
      webhookId: 'endpoint_id',
      url: 'url',
      event: 'event',
      subjectId: 'subject_id',
      body: 'body',
      status: 'status',
      attempts: 'attempts',
      createdAt: 'created_at',
      finishedAt: 'finished_at',
    },
  },
  {
    table: 'webhook_attempts',
    file: 'webhook-attempts',
    columns: {
      id: 'id',
      deliveryId: 'delivery_id',
      number: 'number',
      url: 'url',
      startedAt: 'started_at',
      durationMs: 'duration_ms',
      responseStatus: 'response_status',
      responseText: 'response_text',
      errorCode: 'error_code',
    },
  },
];

/** What has a `user_id` and does not go along: it is of a moment, or nothing but secrets. Files go as files. */
export const NOT_EXPORTED = {
  assets: 'the files themselves are under media/, and manifest.json names each',
  recovery_codes: 'only hashes of secrets',
  webhook_secrets: 'nothing but sealed secrets',
  second_factor_challenges: 'a sign-in of a few minutes',
  email_changes: 'a code of a few minutes',
  outgoing_mails: 'gone when sent',
  deletion_queue: 'gone when the files are',
  deletion_ledger: 'how many files of which job were removed, kept for the operators',
} as const;
