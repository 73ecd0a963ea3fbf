"""What holds when somebody takes the laptop, looks on, or crosses a border with it."""
