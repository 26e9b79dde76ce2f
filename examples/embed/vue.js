// A Vue app with a checkout in it.
import { createApp } from 'vue';
import Shop from './Checkout.vue';

createApp(Shop).mount('#app');
