// The one thing that the engine asks of its worker: to hear how many trees are grown.
mergeInto(LibraryManager.library, {
  report_progress: function (done) {
    if (Module['onProgress']) Module['onProgress'](done);
  },
});
