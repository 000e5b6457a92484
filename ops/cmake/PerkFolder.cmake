# perk_folder(path): adds a module's folder.
function(perk_folder path)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${path}/CMakeLists.txt)
    add_subdirectory(${path})
  endif()
endfunction()
