export * from '../../tests/support/raw-connection.ts';
