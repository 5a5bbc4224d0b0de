namespace Bulletin.Grains.Tests.Search;

public static partial class SearchCases
{
    /// <summary>Words are compared as they are written, in every language alike: there are no stems and no words to ignore.</summary>
    private static SearchCase[] English => In("English",
        Found("a name of very common words", "the who", "tickets for The Who"),
        Found("a phrase of very common words", "\"to be or not to be\"", "to be or not to be"),
        Found("an abbreviation like a common word", "it", "ask IT about this"),
        Missed("a verb by its stem", "wave", "waving back"),
        Missed("a verb with a doubled consonant", "run", "running the tests"),
        Missed("a past tense", "deploy", "deployed on Friday"),
        Missed("an irregular past tense", "ran", "I run"),
        Missed("a singular by its plural", "tests", "one test failed"),
        Missed("an irregular plural", "mice", "a mouse"),
        Missed("another word with the same stem", "university", "the universe"),
        Missed("a synonym", "car", "automobile"),
        Missed("a typing error", "recieve", "did you receive it"));
}
