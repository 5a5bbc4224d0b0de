using Bulletin.Api.Http;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Directory;

/// <summary>The topics that a person follows and may see, by most recent activity.</summary>
internal sealed class FollowedTopics(IGrainFactory grains, TimeProvider clock)
{
    /// <summary>
    /// How many of a person's topics are read at once, and how often for one page. They may have opened thousands before one that they follow:
    /// like a search, this reads so far and no further.
    /// </summary>
    private const int ReadAtOnce = 100, ReadsPerPage = 5;

    /// <param name="after">Where the page before ended; null for the first.</param>
    public async Task<TopicPage> Page(Guid viewer, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        List<Topic> found = [];
        for (var reads = 0; reads < ReadsPerPage; reads++)
        {
            var page = await Read(viewer, after, cancellationToken);
            found.AddRange(page.Items.Where(mine => mine.State.Following).Select(mine => mine.Topic));
            if (found.Count > limit || page.Next is null) return TopicPage.Cut(found, limit);
            after = page.Next;
        }
        return new(found, after);
    }

    private Task<PersonalTopicPage> Read(Guid viewer, DirectoryCursor? after, CancellationToken cancellationToken) => GrainCalls.UntilAnswered(
        () => grains.GetGrain<IPersonalGrain>(viewer).Topics(unreadOnly: false, ReadAtOnce, after, CancellationToken.None), clock, cancellationToken);
}
