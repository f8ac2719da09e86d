export { type BacktestOptions, backtest, isLongEnough } from './backtest.ts';
