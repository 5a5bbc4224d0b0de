using System.Text;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Tests.Topics;

public class PageBytesTests
{
    private static readonly Guid TopicId = Guid.CreateVersion7();
    private static readonly string Emoji = string.Concat(Enumerable.Repeat("😀", 4_000));

    /// <summary>Sixteen of these fill a page.</summary>
    private static readonly Message[] Long = [.. Enumerable.Range(1, 50).Select(seq => Sample.Message(TopicId, seq, text: Emoji))];

    [Fact]
    public void Messages_of_usual_length_are_left_as_they_are()
    {
        var messages = Sample.Messages(TopicId, 1, 200);

        Assert.Same(messages, PageBytes.First(messages));
        Assert.Same(messages, PageBytes.Last(messages));
        Assert.Same(messages, PageBytes.Around(messages, 100));
    }

    [Fact]
    public void A_page_of_long_messages_is_cut_on_the_side_where_reading_goes_on()
    {
        Assert.Equal(Enumerable.Range(1, 16).Select(n => (long)n), PageBytes.First(Long).Select(m => m.Seq));
        Assert.Equal(Enumerable.Range(35, 16).Select(n => (long)n), PageBytes.Last(Long).Select(m => m.Seq));
        Assert.InRange(PageBytes.Last(Long).Sum(m => Encoding.UTF8.GetByteCount(m.Text!)), 0, PageBytes.Max);
    }

    [Theory]
    [InlineData(1), InlineData(25), InlineData(50)]
    public void A_page_around_a_message_holds_it_and_has_no_gap(long seq)
    {
        var page = PageBytes.Around(Long, seq);

        Assert.Contains(page, m => m.Seq == seq);
        Assert.Equal(16, page.Count);
        Assert.Equal(page[0].Seq + page.Count - 1, page[^1].Seq);
    }

    [Fact]
    public void Many_reactions_and_mentions_fill_a_page_too()
    {
        Guid[] people = [.. Enumerable.Range(0, 1_000).Select(_ => Guid.CreateVersion7())];
        Message[] reacted = [.. Sample.Messages(TopicId, 1, 50).Select(message => message with { Reactions = [new("👍", people)] })];
        Message[] mentioning = [.. Sample.Messages(TopicId, 1, 50).Select(message => message with { Mentions = people })];

        Assert.InRange(PageBytes.Last(reacted).Count, 1, 10);
        Assert.InRange(PageBytes.First(mentioning).Count, 1, 10);
    }

    [Fact]
    public void One_message_always_fits()
    {
        var huge = Sample.Message(TopicId, 1, text: new('x', PageBytes.Max + 1));

        Assert.Equal([huge], PageBytes.First([huge]));
        Assert.Equal([huge], PageBytes.Last([huge]));
        Assert.Equal([huge], PageBytes.Around([huge], 1));
    }
}
