using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;
using CsCheck;

namespace Bulletin.Grains.Tests.Topics;

public class MessageWindowTests
{
    private static readonly Guid TopicId = Guid.CreateVersion7();

    [Fact]
    public void Whatever_the_sizes_of_posts_it_holds_the_latest_fifty() =>
        Gen.Int[0, 130].List[0, 8].Sample(sizes =>
        {
            var window = MessageWindow.Empty;
            List<Message> all = [];
            foreach (var size in sizes)
            {
                var posted = Sample.Messages(TopicId, all.Count + 1, all.Count + size);
                all.AddRange(posted);
                window = window.With(posted, []);
            }
            Assert.Equal(all.TakeLast(50), window.Messages);
        });

    [Fact]
    public void A_change_replaces_the_message_in_its_place()
    {
        var window = MessageWindow.Of(Sample.Messages(TopicId, 11, 20));
        var edited = window.Find(15)! with { Text = "edited", Revision = 21 };

        var next = window.With([], [edited]);

        Assert.Same(edited, next.Find(15));
        Assert.Equal(10, next.Messages.Count);
        Assert.NotSame(edited, window.Find(15));
    }

    [Fact]
    public void A_change_to_a_message_that_has_left_it_changes_nothing()
    {
        var window = MessageWindow.Of(Sample.Messages(TopicId, 11, 20));
        Assert.Equal(window.Messages, window.With([], [Sample.Message(TopicId, 3, revision: 21)]).Messages);
    }

    [Fact]
    public void A_range_is_clipped_to_what_it_holds()
    {
        var window = MessageWindow.Of(Sample.Messages(TopicId, 11, 20));

        Assert.Equal([11, 12, 13], window.Range(5, 13).Select(m => m.Seq));
        Assert.Equal([19, 20], window.Range(19, long.MaxValue).Select(m => m.Seq));
        Assert.Empty(window.Range(1, 10));
        Assert.Empty(window.Range(21, 30));
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(10, false)]
    [InlineData(30, true)]
    public void It_knows_how_far_back_it_reaches(long seq, bool reaches) =>
        Assert.Equal(reaches, MessageWindow.Of(Sample.Messages(TopicId, 11, 20)).ReachesBackTo(seq));

    /// <summary>A gateway compares its copy with the grain's by this: the two are made in different processes.</summary>
    [Fact]
    public void Copies_that_name_the_same_people_have_the_same_hash_of_names_and_others_do_not()
    {
        var topic = Sample.Topic(seq: 20);
        var messages = Sample.Messages(topic.Id, 1, 20);
        var known = MessageWindow.Of(messages).NamesWith(topic);
        var renamed = messages[7] with { Author = messages[7].Author with { DisplayName = "Somebody else" } };

        Assert.Equal(known, MessageWindow.Of(messages.Select(message => message with { Text = "edited" })).NamesWith(topic));
        Assert.NotEqual(known, MessageWindow.Of([.. messages[..7], renamed, .. messages[8..]]).NamesWith(topic));
        Assert.NotEqual(known, MessageWindow.Of(messages).NamesWith(topic with { CreatedBy = Sample.Person("another") }));
    }
}
