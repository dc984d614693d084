export * from './accounts';
export * from './content';
export * from './engine';
export * from './history';
export * from './notifications';
export * from './repos';
export * from './webhooks';
