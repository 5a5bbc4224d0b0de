using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Tests.Topics;

public class ExcerptTests
{
    [Fact]
    public void A_long_text_is_cut_between_characters_and_never_through_one()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 200));
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", LastMessage.ExcerptLength)), Excerpt.Of(text));
    }

    [Fact]
    public void A_deleted_message_has_an_empty_one() => Assert.Equal("", Excerpt.Of(text: null));
}
