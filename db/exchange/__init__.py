"""What goes to servers, sticks and laptops and comes from them: batches, files, snapshots."""
