export * from './accounts';
export * from './audit';
export * from './content';
export * from './engine';
export * from './notifications';
export * from './repos';
export * from './tokens';
export * from './webhooks';
