using Bulletin.Faults.Recording;
using Bulletin.Faults.Report;

namespace Bulletin.Faults.Tests;

/// <summary>What is shown to somebody who was removed from a private topic is found, and nothing that may be shown to them.</summary>
public sealed class PrivateTests
{
    private readonly Story story = new();
    private readonly Guid guest = Guid.CreateVersion7();

    [Fact]
    public void A_message_posted_after_a_removal_and_shown_to_the_removed_person_is_found()
    {
        Removed();
        Show(story.See(story.Posted()));
        story.IsFoundBy("private", "seq 1, revision 1 of topic 0 (latest page): asked for at");
    }

    [Fact]
    public void An_edit_made_after_a_removal_and_shown_to_the_removed_person_is_found()
    {
        var post = story.Posted();
        Removed();
        story.Edited(post, "better");
        Show(story.See(post));
        story.IsFoundBy("private", "seq 1, revision 2");
    }

    [Fact]
    public void A_list_that_shows_the_removed_person_how_far_a_topic_has_come_is_found()
    {
        story.Posted();
        Removed();
        story.Posted();
        story.History.Shown.Enqueue(new(0, guest, "list", 0, story.Next(), [new Position(2, 2)]));
        story.IsFoundBy("private", "(list)");
    }

    [Fact]
    public void An_addition_before_the_removal_makes_nothing_of_it_right()
    {
        Added();
        Removed();
        Show(story.See(story.Posted()));
        story.IsFoundBy("private", "after their removal was answered");
    }

    [Fact]
    public void A_removed_person_may_be_shown_what_was_posted_before()
    {
        var post = story.Posted();
        Removed();
        Show(story.See(post));
        IsFine();
    }

    [Fact]
    public void A_message_that_somebody_was_posting_while_the_removal_was_answered_may_be_shown()
    {
        var post = story.Begun();
        var called = story.Next();
        Removed();
        post.Add(new(0, OverHub: false, called, story.Next(), Outcome.Ok, "201", 1, 1));
        story.Rows.Add(new(0, 1, 1, post.Author, post.ClientId, post.Text, Edited: false, Deleted: false));
        Show(story.See(post));
        IsFine();
    }

    [Fact]
    public void Whoever_is_added_again_may_be_shown_everything_from_the_call_on()
    {
        Removed();
        var post = story.Posted();
        var called = story.Next();
        Show(story.See(post));
        Call(adds: true, called, story.Next(), Outcome.Ok);
        IsFine();
    }

    [Fact]
    public void A_removal_without_an_answer_forbids_nothing()
    {
        Call(adds: false, story.Next(), story.Next(), Outcome.Unknown);
        Show(story.See(story.Posted()));
        IsFine();
    }

    [Fact]
    public void An_addition_without_an_answer_may_be_carried_out_after_a_later_removal()
    {
        Call(adds: true, story.Next(), story.Next(), Outcome.Unknown);
        Removed();
        Show(story.See(story.Posted()));
        IsFine();
    }

    [Fact]
    public void An_addition_that_was_held_up_by_a_fault_may_be_carried_out_until_the_fault_is_over()
    {
        Call(adds: true, story.Next(), story.Next(), Outcome.Unknown);
        story.History.Disturbances.Enqueue(new("silo frozen", "silo 1", TimeSpan.Zero, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(91), TimeSpan.FromSeconds(100)));
        Call(adds: false, TimeSpan.FromSeconds(98), TimeSpan.FromSeconds(99), Outcome.Ok);
        ShowPostOf(TimeSpan.FromSeconds(99.1));
        IsFine();
    }

    [Fact]
    public void An_addition_without_an_answer_is_done_with_after_a_while()
    {
        Call(adds: true, story.Next(), story.Next(), Outcome.Unknown);
        Call(adds: false, TimeSpan.FromSeconds(98), TimeSpan.FromSeconds(99), Outcome.Ok);
        ShowPostOf(TimeSpan.FromSeconds(99.1));
        story.IsFoundBy("private", "seq 1");
    }

    [Fact]
    public void What_others_are_shown_is_nothing_to_find()
    {
        Removed();
        story.History.Shown.Enqueue(new(0, Guid.CreateVersion7(), "latest page", 0, story.Next(), [At(story.See(story.Posted()))]));
        IsFine();
    }

    [Fact]
    public void A_member_who_is_told_that_there_is_no_such_topic_is_found()
    {
        Removed();
        Added();
        TurnAway();
        story.IsFoundBy("private", "does not exist, though they were a member");
    }

    [Fact]
    public void A_removed_person_is_told_that_there_is_no_such_topic()
    {
        Added();
        Removed();
        TurnAway();
        IsFine();
    }

    [Fact]
    public void Whoever_asked_before_the_addition_was_answered_may_be_told_either()
    {
        Removed();
        var asked = story.Next();
        Added();
        story.History.TurnedAway.Enqueue(new(0, guest, new(0, OverHub: false, asked, story.Next(), Outcome.Refused, "404 topic_not_found")));
        IsFine();
    }

    [Fact]
    public void The_report_says_how_often_removed_people_asked_in_vain()
    {
        Removed();
        TurnAway();
        TurnAway();

        var report = MarkdownReport.Of(new RunOptions(), story.Result(), new Figures(story.History));

        Assert.Contains("| Removals from private topics acknowledged | 1 of 1, and 0 additions |", report, StringComparison.Ordinal);
        Assert.Contains("| While certainly removed, guests were turned away | 2 times; 0 of 0 ", report, StringComparison.Ordinal);
    }

    private void Removed() => Call(adds: false, story.Next(), story.Next(), Outcome.Ok);

    private void Added() => Call(adds: true, story.Next(), story.Next(), Outcome.Ok);

    private void Call(bool adds, TimeSpan invoked, TimeSpan ended, Outcome outcome) =>
        story.History.MemberCalls.Enqueue(new MemberCall(0, guest, adds).Add(new(0, OverHub: false, invoked, ended, outcome, "204")));

    private void Show(Seen seen, TimeSpan? at = null) => story.History.Shown.Enqueue(new(0, guest, "latest page", 0, at ?? story.Next(), [At(seen)]));

    private void ShowPostOf(TimeSpan invoked)
    {
        var post = story.Begun().Add(new(0, OverHub: false, invoked, invoked, Outcome.Ok, "201", 1, 1));
        story.Rows.Add(new(0, 1, 1, post.Author, post.ClientId, post.Text, Edited: false, Deleted: false));
        Show(story.See(post), invoked + TimeSpan.FromMilliseconds(100));
    }

    private void TurnAway() => story.History.TurnedAway.Enqueue(new(0, guest, new(0, OverHub: false, story.Next(), story.Next(), Outcome.Refused, "404 topic_not_found")));

    private void IsFine() => Assert.DoesNotContain(story.Check(), v => v.Check == "private");

    private static Position At(Seen seen) => new(seen.Seq, seen.Revision);
}
