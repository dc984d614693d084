export * from './access';
export * from './accounts';
export * from './content';
export * from './engine';
export * from './notifications';
export * from './repos';
export * from './webhooks';
