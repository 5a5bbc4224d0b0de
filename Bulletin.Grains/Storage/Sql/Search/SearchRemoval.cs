namespace Bulletin.Grains.Storage.Sql.Search;

/// <summary>Statements that remove messages from the search index together with the messages themselves.</summary>
internal static class SearchRemoval
{
    /// <summary>Who indexes the topic is waited for, and waits. Otherwise an entry might be added after all were removed.</summary>
    public static SqlStatement Lock(Guid topicId) => new(
        """
        INSERT INTO search_marks (topic_id, floor, revision, version, rebuild) VALUES (@topic, 0, 0, 0, 0)
        ON CONFLICT (topic_id) DO UPDATE SET revision = search_marks.revision
        RETURNING topic_id
        """,
        ("topic", topicId));

    /// <param name="messages">A condition on messages <c>m</c>, which must still be there.</param>
    public static SqlStatement Of(string messages, params (string Name, object? Value)[] parameters) => new(
        $"DELETE FROM message_search WHERE place IN (SELECT {SearchPlaces.FoundOf("m")} FROM messages m WHERE {messages})", parameters);
}
