export { type BacktestOptions, backtest } from './backtest.ts';
