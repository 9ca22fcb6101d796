export interface Config {
  agentinfra?: {
    sandbox?: {
      /**
       * URL of the AWS sandbox. When it is set, the pages of the portal are marked as sandbox.
       *
       * @visibility frontend
       */
      url?: string;
    };
  };
}
