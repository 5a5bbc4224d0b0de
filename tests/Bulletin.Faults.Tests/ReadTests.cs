using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Tests;

/// <summary>Old reads, late answers, wrong answers and a cluster that does not come to rest are found.</summary>
public sealed class ReadTests
{
    private readonly Story story = new();

    [Fact]
    public void A_read_that_lacks_what_was_acknowledged_before_is_found()
    {
        story.Posted();
        story.Posted();
        story.Looked(head: 1);
        story.IsFoundBy("reads", "up to seq 1, where more had been acknowledged");
    }

    [Fact]
    public void A_reader_that_goes_back_is_found()
    {
        var post = story.Begun();
        story.Rows.Add(new(0, 1, 1, post.Author, post.ClientId, post.Text, Edited: false, Deleted: false));
        // Not acknowledged yet, but read already; and then not any more.
        story.Looked(head: 1);
        story.Looked(head: 0);
        post.Add(new(0, OverHub: false, TimeSpan.Zero, story.Next(), Outcome.Ok, "201", 1, 1));
        story.IsFoundBy("reads", "up to seq 0, where more had been acknowledged or read");
    }

    [Fact]
    public void A_read_is_old_for_a_while_only_even_during_a_fault()
    {
        story.Posted();
        story.Posted();
        story.History.Disturbances.Enqueue(new("silo frozen", "silo-1", TimeSpan.Zero, story.Next(), story.Next(), TimeSpan.FromMinutes(5)) { PartsSilos = true });
        story.Looked(head: 1);
        Assert.Empty(story.Check());

        story.Looked(head: 1, at: TimeSpan.FromMinutes(1));
        story.IsFoundBy("reads", "for 59");
    }

    [Fact]
    public void A_read_is_never_old_while_no_silo_is_parted_from_the_others()
    {
        story.Posted();
        story.Posted();
        story.History.Disturbances.Enqueue(new("silo killed", "silo-1", TimeSpan.Zero, story.Next(), story.Next(), TimeSpan.FromMinutes(5)));
        story.Looked(head: 1);
        story.IsFoundBy("reads", "up to seq 1, where more had been acknowledged");
    }

    [Fact]
    public void A_cut_that_catches_nothing_is_found()
    {
        story.History.Disturbances.Enqueue(new("silo cut off", "silo-1", TimeSpan.Zero, story.Next(), story.Next(), story.Next()) { Caught = 1 });
        Assert.Empty(story.Check());

        story.History.Disturbances.Enqueue(new("silo cut off", "silo-2", story.Next(), story.Next(), story.Next(), story.Next()) { Caught = 0 });
        story.IsFoundBy("struck", "'silo cut off' (silo-2)");
    }

    [Fact]
    public void What_a_fault_leaves_behind_is_found()
    {
        story.History.Disturbances.Enqueue(new("gateway cut", "gateway-1", TimeSpan.Zero, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(32)));
        var post = story.Posted();
        post.Add(Unavailable(25));
        Assert.Empty(story.Check());

        post.Add(Unavailable(33));
        story.IsFoundBy("recovers", "13 s after 'gateway cut'");

        static Attempt Unavailable(int second) => new(0, OverHub: false, TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(second + 1), Outcome.Unknown, "503 unavailable");
    }

    [Fact]
    public void A_read_that_shows_what_is_not_stored_is_found()
    {
        story.Posted();
        story.Looked(head: 1);
        story.Rows.Clear();
        story.IsFoundBy("reads", "was shown and is not stored");
    }

    [Theory]
    [InlineData(null, 1.0, "did not come to hold the same")]
    [InlineData(1.0, null, "did not come into order")]
    public void What_does_not_come_to_rest_is_found(double? views, double? directory, string saying)
    {
        story.History.Quiets.Enqueue(new(story.Next(), Seconds(views), Seconds(directory), "gateway 2"));
        story.IsFoundBy("quiet", saying);

        static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
    }

    [Fact]
    public void A_process_that_does_not_come_back_is_found()
    {
        story.History.Disturbances.Enqueue(new("silo killed", "silo-1", TimeSpan.Zero, story.Next(), Ready: null, TimeSpan.FromMinutes(5)));
        story.IsFoundBy("quiet", "not everything was ready");
    }

    [Fact]
    public void An_answer_that_must_never_be_given_is_found()
    {
        story.Posted().Add(new(1, OverHub: false, story.Next(), story.Next(), Outcome.Unknown, "500 internal_error") { BreaksProtocol = true });
        story.IsFoundBy("answers", "gateway 2 answered: 500 internal_error");
    }

    [Fact]
    public void A_late_answer_is_found_unless_the_gateway_was_frozen()
    {
        story.Posted().Add(new(1, OverHub: false, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(18), Outcome.Unknown, "no answer") { TimedOut = true });
        story.IsFoundBy("answers", "gateway 2 took 8.0 s");

        story.History.Disturbances.Enqueue(new("gateway frozen", "gateway-2", TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30)) { Gateways = [1] });
        Assert.Empty(story.Check());
    }
}
