namespace Bulletin.Api.Members;

/// <summary>The topics that connections of this gateway have joined, as far as changes of members concern them.</summary>
internal interface IFollowedTopics
{
    /// <summary>The members of a topic were changed through this gateway.</summary>
    /// <returns>Ends once whoever was removed is told nothing more here, or the topic can't be reached: until it can, nobody is told anything new.</returns>
    Task MembersChanged(Guid topicId);
}
