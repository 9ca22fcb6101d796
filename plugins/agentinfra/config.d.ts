export interface Config {
  agentinfra?: {
    sandbox?: {
      /**
       * Where the AWS sandbox answers. The portal marks itself and its platforms as sandbox when it is set.
       *
       * @visibility frontend
       */
      url?: string;
    };
  };
}
