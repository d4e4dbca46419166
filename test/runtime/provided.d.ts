declare module 'vitest' {
  interface ProvidedContext {
    samples: import('./suite.ts').Sample[];
  }
}

export {};
