using Bulletin.Faults.Checks;
using Bulletin.Faults.Recording;
using Bulletin.Faults.Report;

namespace Bulletin.Faults.Tests;

/// <summary>A post that is not stored is lost only if somebody was told that it is.</summary>
public sealed class UnstoredTests
{
    private readonly Story story = new();

    [Fact]
    public void A_post_that_was_never_acknowledged_is_not_called_lost()
    {
        story.Posted();
        story.Begun().Add(story.Unanswered());

        Assert.Equal("1 post was never acknowledged and not stored: not lost, but \"once\" asks for an answer", Told());
        Assert.DoesNotContain(story.Check(), v => v.Check == "durable");
        Assert.Contains(story.Check(), v => v.Check == "once");
    }

    [Fact]
    public void A_post_that_was_acknowledged_is_called_lost()
    {
        story.Posted();
        story.Posted();
        story.Rows.RemoveAt(1);

        Assert.Equal("1 post was acknowledged and not stored: lost", Told());
        Assert.Contains(story.Check(), v => v.Check == "durable");
    }

    [Fact]
    public void A_post_that_was_refused_is_told_apart_from_one_that_nobody_answered()
    {
        story.Begun().Add(Refused());
        story.Begun().Add(story.Unanswered()).Add(Refused());

        Assert.Equal(
            "1 post was never acknowledged and not stored: not lost, but \"once\" asks for an answer; 1 post was refused and not stored: not lost, but \"answers\" asks why it was refused",
            Told());
        Assert.Contains(story.Check(), v => v.Check == "answers");
    }

    [Fact]
    public void A_post_that_is_stored_is_none_of_them_whatever_was_answered()
    {
        var post = story.Posted();
        story.Begun().Add(story.Unanswered());
        story.Rows.Add(story.Rows[0] with { Seq = 2, Revision = 2, ClientId = story.History.Posts.Last().ClientId });

        Assert.NotNull(post.Acked);
        Assert.Equal("every post is stored", Told());
    }

    [Fact]
    public void The_last_word_on_each_is_told()
    {
        story.Begun("hello").Add(story.Unanswered());

        Assert.EndsWith("(hello…) is not stored; 1 attempts, the last: connection: reset", Assert.Single(Unstored.Of(story.History, story.Stored()).Details()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_it_beside_the_posts_that_were_acknowledged()
    {
        story.Posted();
        story.Begun().Add(story.Unanswered());

        var report = MarkdownReport.Of(new RunOptions(), story.Result(), new Figures(story.History));

        Assert.Contains("| Posts acknowledged | 1 of 2, ", report, StringComparison.Ordinal);
        Assert.Contains("| Posts not stored | 1 post was never acknowledged and not stored: not lost, ", report, StringComparison.Ordinal);
    }

    private string Told() => Unstored.Of(story.History, story.Stored()).ToString();

    private Attempt Refused() => new(0, OverHub: false, story.Next(), story.Next(), Outcome.Refused, "400") { BreaksProtocol = true };
}
