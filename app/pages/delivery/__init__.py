"""The Delivery page: when things are done, why they are late, and one future day by day."""
