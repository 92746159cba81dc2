namespace RnnToolkit.DataCheck;

/// <summary>What can stand in a raw text that is better known.</summary>
enum CharacterTrait
{
    Replacement,
    Windows1252Control,
    Control,
    LoneSurrogate,
    Invisible,
    Mojibake,
    Decomposed,
    MixedScripts,
    Entity,
    Tag,
    Url,
    Emoji,
    Emoticon,
    NonAsciiLetter,
    Rating,
    LabelPrefix,
    OwnId,
}
