"""What, besides the codebook, decides the suggestions; known without loading a language model."""

from csec_qual.nlp.pipeline import AUTO, TOKENS_VERSION, choose

# Raised when the same rules over the same words could give other suggestions.
ENGINE_VERSION = "3"


def engine_version(model: str = AUTO, paraphrase: str = "") -> str:
    """Version of the engine, its tokens, the model's deciding files and the paraphrase layer.

    Args:
        model: Name of the language model, or ``auto``.
        paraphrase: Identity of the paraphrase layer; empty where the rules speak alone.

    Raises:
        ModelError: The model is not installed.
    """
    rules = f"{ENGINE_VERSION}/{TOKENS_VERSION}/{choose(model).identity[:16]}"
    return f"{rules}/{paraphrase[:16]}" if paraphrase else rules
