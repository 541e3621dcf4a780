"""What, besides the codebook, decides the suggestions; known without loading a language model."""

from csec_qual.nlp.pipeline import AUTO, TOKENS_VERSION, choose

# Raised when the same rules over the same words could give other suggestions.
ENGINE_VERSION = "1"


def engine_version(model: str = AUTO) -> str:
    """Version of the engine, its tokens and the model's deciding files.

    Raises:
        ModelError: The model is not installed.
    """
    return f"{ENGINE_VERSION}/{TOKENS_VERSION}/{choose(model).identity[:16]}"
