declare module 'vitest' {
  interface ProvidedContext {
    readonly fuzz: { readonly seed: number; readonly runs: number };
    samples: import('./suite.ts').Sample[];
  }
}

export {};
