// What Streamlit loads for every component, each under a name of its own. The component's file, and all that it
// imports, comes from one address for all: what several components need is fetched and read once.

const [, name] = import.meta.url.match(/rnn-playground\.(\w+)\/[^/]*$/);
const { default: draw } = await import(`../rnn-playground.web/${name}.js`);

export default draw;
