// Starts the shop's page.
import 'virtual:theme.css';
import 'virtual:fraunces.css';

if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js');
